"""A lively inbox without any platform's keys: invented people, real actions."""
