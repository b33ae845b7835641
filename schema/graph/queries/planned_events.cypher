// Planned events: what is said to come, or demanded, or possible, after a day.
// :param day => '2025-03-15'
// :param until => '2999-12-31T23:59:59Z'
MATCH (e:Event|FormerEvent)
WHERE e.modality IN ['future', 'demanded', 'conditional'] AND coalesce(e.date_to, e.published) >= $day AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
RETURN e.date AS date, e.modality AS modality, e.relation AS relation, e.actor AS actor, e.recipient AS recipient, e.place AS place, e.reports AS reports
ORDER BY date, relation
