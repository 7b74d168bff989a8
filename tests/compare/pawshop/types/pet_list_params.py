from typing_extensions import TypedDict

PetListParams = TypedDict("PetListParams", {"after": str, "limit": int}, total=False)
