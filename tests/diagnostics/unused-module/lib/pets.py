"""What the config names."""


class PetMethods:
    """Methods of a pet."""
