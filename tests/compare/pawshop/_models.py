import pydantic


class BaseModel(pydantic.BaseModel): ...
