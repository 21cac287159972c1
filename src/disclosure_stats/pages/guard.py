"""placeholder until the helper's module lands"""


def check_bytes(data: bytes) -> None:
    return None
