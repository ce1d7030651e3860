"""What the demo school wrote this year, in Dutch at level B1: everything made up, nobody's child named."""

from portal.demo.stories.story import Story

__all__ = ["Story"]
