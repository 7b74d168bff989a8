__title__ = "littleapi"
__version__ = "1.2.3"
