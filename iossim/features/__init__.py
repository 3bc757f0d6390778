"""One IOS feature per folder; a feature never imports another one."""
