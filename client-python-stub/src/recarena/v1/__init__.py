"""The protocol's messages and services, generated from the .proto files when the package is built."""
