class NotGiven: ...


NOT_GIVEN = NotGiven()
