"""YAML to model."""
