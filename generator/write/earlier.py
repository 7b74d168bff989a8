"""Models that earlier versions of the generator wrote, in the form of this one: so an update can tell what is gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_EXPORTS: Final = ("ContentFilterFinishReasonError", "LengthFinishReasonError")
_VARIANTS: Final = ("AzureOpenAI", "AsyncAzureOpenAI")
_SETTINGS: Final = (
    "api_type",
    "azure_endpoint",
    "azure_deployment",
    "api_version",
    "azure_ad_token",
    "azure_ad_token_provider",
)

RENAMED: Final[Mapping[str, str]] = {"QueryStyle": "Style"}
"""What classes of the model are called now."""


def of_earlier(written: dict[str, Any]) -> dict[str, Any]:
    """The members of a package, with what every package had before its config could say so."""
    client = written["client"]
    if "error_name" in client:
        return written
    has_variants = client.pop("azure_deployment_paths", None) is not None
    exports = [_export(name, "_exceptions") for name in _EXPORTS]
    if has_variants:
        exports += [_export(name, "lib.azure", home) for home in ("", "lib") for name in _VARIANTS]
    return {
        **written,
        "client": {
            **client,
            "error_name": "OpenAIError",
            "form_array_format": "brackets",
            "plain_raw_responses": True,
            "errors": {
                "is": "ErrorForm",
                "member": "error",
                "attributes": [[name, name] for name in ("code", "param", "type")],
                "data": False,
            },
            "module_client": _module_client() if has_variants else {"is": "ModuleClient"},
        },
        "exports": [*written.get("exports", ()), *exports],
    }


def _module_client() -> dict[str, Any]:
    variant = {"is": "Variant", "value": "azure", "class_name": _VARIANTS[0], **_source("lib.azure")}
    type = {"is": "OptionType", "value": "string"}
    settings = [{"is": "ClientOption", "name": name, "type": dict(type)} for name in _SETTINGS]
    return {"is": "ModuleClient", "setting": _SETTINGS[0], "variants": [variant], "settings": settings}


def _export(name: str, module: str, home: str = "") -> dict[str, Any]:
    return {"is": "Export", "name": name, "home": home, "source": {"is": "HandWritten", **_source(module)}}


def _source(module: str) -> dict[str, str]:
    return {"module": module, "location": "/"}
