from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id as OWASP's cheat sheet has it: 19 MiB, two passes, one lane.

    About 29 ms a password; the sign-in rush of a due day is hashing, so more would cost the rush.
    """

    memory_cost = 19456
    time_cost = 2
    parallelism = 1
