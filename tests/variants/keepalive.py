"""How long the clients of these tests keep idle connections."""

import httpx2

# Servers drop idle connections after two seconds or more: the client must be first.
KEEP_ALIVE = httpx2.Limits(keepalive_expiry=1)
