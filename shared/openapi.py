"""The OpenAPI document of the API, as the bytes that every variant serves."""

from pathlib import Path

DOCUMENT = Path(__file__).with_name("openapi.json").read_bytes()
