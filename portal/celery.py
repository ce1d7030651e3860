"""Celery: the app and the whole beat schedule.

A task is a doorbell (docs/architecture.md): what is due stands in rows, so a lost message only costs time. The web
never waits for the broker longer than a second, whether it refuses or hangs (notifications/bell.py).
"""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("kring")
app.config_from_object("portal.celery_settings")
# Celery's own warning says less than ours: serve tells root to use an account of its own.
warnings.filterwarnings("ignore", category=SecurityWarning)
app.autodiscover_tasks(
    ["accounts", "notifications", "groups", "consent", "messaging", "conversations", "moderation", "portal"]
)

# Every sweep is safe to run twice and at the same time as itself: two beats do no harm.
app.conf.beat_schedule = {
    "prepare-photos": {"task": "messaging.prepare_photos", "schedule": 10.0, "options": {"expires": 10}},
    "publish-due-posts": {"task": "messaging.publish_due_posts", "schedule": 10.0, "options": {"expires": 10}},
    "recheck-planned-posts": {
        "task": "messaging.recheck_planned_posts",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "settle-lapsed": {"task": "messaging.settle_lapsed", "schedule": 300.0, "options": {"expires": 300}},
    "watch-approvals": {"task": "messaging.watch_approvals", "schedule": 300.0, "options": {"expires": 300}},
    "remind-writers": {"task": "messaging.remind_writers", "schedule": 300.0, "options": {"expires": 300}},
    "report-week": {"task": "messaging.report_week", "schedule": 300.0, "options": {"expires": 300}},
    "check-message-files": {
        "task": "conversations.check_files",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "let-in-colleagues": {
        "task": "conversations.let_in_colleagues",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "seal-removals": {"task": "moderation.seal_removals", "schedule": 10.0, "options": {"expires": 10}},
    "stamp-links": {"task": "moderation.stamp_links", "schedule": 300.0, "options": {"expires": 300}},
    "mail-chain-heads": {"task": "moderation.mail_chain_heads", "schedule": crontab(hour=17, minute=0)},
    "destroy-due": {"task": "moderation.destroy_due", "schedule": crontab(hour=2, minute=30)},
    "check-archive": {"task": "moderation.check_archive", "schedule": crontab(hour=4, minute=15)},
    "check-asked": {"task": "moderation.check_asked", "schedule": 30.0, "options": {"expires": 30}},
    "tell-ended": {"task": "moderation.tell_ended", "schedule": crontab(hour=7, minute=0)},
    "spread-due": {"task": "notifications.spread_due", "schedule": 10.0, "options": {"expires": 10}},
    "deliver-due": {"task": "notifications.deliver_due", "schedule": 10.0, "options": {"expires": 10}},
    "forget-told": {"task": "notifications.forget_told", "schedule": crontab(hour=3, minute=15)},
    "tidy-up-accounts": {"task": "accounts.tidy_up", "schedule": 3600.0, "options": {"expires": 3600}},
    "drop-old-imports": {"task": "groups.drop_old_imports", "schedule": 3600.0, "options": {"expires": 3600}},
    "open-rounds": {"task": "consent.open_rounds", "schedule": 300.0, "options": {"expires": 300}},
    "remind-guardians": {"task": "consent.remind_guardians", "schedule": 1800.0, "options": {"expires": 1800}},
    "compare-files": {"task": "messaging.compare_files", "schedule": crontab(hour=3, minute=30)},
    # Expires after the longest task: a worker busy with photos still shows, in the end, that it lives.
    "heartbeat": {"task": "portal.heartbeat", "schedule": 10.0, "options": {"expires": 150}},
}
