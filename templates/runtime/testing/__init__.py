"""A mock of the API in process: no network, answers made from the API's description, requests held against it.

    mock = MockAPI()
    client = Client(api_key="test", http_client=mock.http_client())

A request that the description does not allow is answered with 4xx, and the error says what is wrong.
"""

from ._answers import Answer
from ._checks import Fault
from ._declared import assert_type
from ._mock import Call, MethodMock, MockAPI
from ._trials import FACES, Face, Sent, Trial

__all__ = ["FACES", "Answer", "Call", "Face", "Fault", "MethodMock", "MockAPI", "Sent", "Trial", "assert_type"]
