"""Reading OpenAPI documents: `read_document` in `read.py` is the way in, `Document` in `model.py` what comes out."""
