"""What the Office is called and where it is, unless the settings OFFICE_… say otherwise."""

OFFICE_DEFAULTS = {
    "name_th": "สำนักงานคณะกรรมการการกระจายอำนาจให้แก่องค์กรปกครองส่วนท้องถิ่น",
    "name_en": "Office of the National Decentralization Committee",
    "short_th": "สกถ.",
    "short_en": "ONDE",
    "section_th": "ส่วนส่งเสริมการบริหารงานท้องถิ่นและการมีส่วนร่วมของประชาชน",
    "section_en": "Local Administration and Citizen Participation Section",
    "head_th": "ผู้อำนวยการสำนักงานคณะกรรมการการกระจายอำนาจให้แก่องค์กรปกครองส่วนท้องถิ่น",
    "head_en": "Director of the Office of the National Decentralization Committee",
    "address_th": "",
    "address_en": "",
    "number_prefix": "นร",
    "phone": "",
    "email": "",
}
