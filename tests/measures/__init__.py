"""How far one thing stands in for another: measures, reasons for differences, and numbers that may only rise."""
