-- The worker and the database: jobs whose time has come, those that failed lately, when a worker
-- last gave a sign of life, how large the database is and which changes its tables have had.
SELECT jobs.waiting, jobs.oldest_at, failed.lately, worker.seen_at,
    pg_database_size(current_database()), tables.changes, tables.changed_at
FROM (
    SELECT count(*) AS waiting, min(coalesce(job.scheduled_at, event.at)) AS oldest_at
    FROM procrastinate_jobs AS job
    LEFT JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'deferred'
    WHERE job.status = 'todo'
        AND (job.scheduled_at IS NULL OR job.scheduled_at <= %(at)s::timestamptz)
) AS jobs
CROSS JOIN (
    SELECT count(DISTINCT job.id) AS lately
    FROM procrastinate_jobs AS job
    JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'failed'
    WHERE job.status = 'failed' AND event.at > %(a_day_ago)s::timestamptz
) AS failed
CROSS JOIN (SELECT max(last_heartbeat) AS seen_at FROM procrastinate_workers) AS worker
CROSS JOIN (
    SELECT count(*) AS changes, max(applied) AS changed_at FROM django_migrations
) AS tables
