from accounts.models.address_change import AddressChange
from accounts.models.audit import AuditEntry
from accounts.models.reading import ReadEntry
from accounts.models.tries import Tries
from accounts.models.user import User, UserManager, portrait_name, sort_key

__all__ = ["AddressChange", "AuditEntry", "ReadEntry", "Tries", "User", "UserManager", "portrait_name", "sort_key"]
