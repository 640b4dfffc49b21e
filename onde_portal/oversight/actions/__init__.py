from onde_portal.oversight.actions.freezing import freeze_year

__all__ = ["freeze_year"]
