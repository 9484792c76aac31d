"""The contract of the API, told over HTTP: any implementation can be its target."""
