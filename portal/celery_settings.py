"""How Celery is used, as measured: late acknowledgement, one task at a time, no ETA, no results."""

from django.conf import settings

broker_url = settings.REDIS_URL
task_serializer = "json"
accept_content = ["json"]
task_ignore_result = True
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
worker_max_tasks_per_child = 200
worker_max_memory_per_child = 400_000
worker_cancel_long_running_tasks_on_connection_loss = True
worker_hijack_root_logger = False
task_soft_time_limit = 90
task_time_limit = 120
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
broker_transport_options = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
timezone = "Europe/Amsterdam"
