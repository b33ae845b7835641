// Planned events: what is said to come, or demanded, or possible, after a day.
// :param day => '2025-03-15'
MATCH (e:Event)
WHERE e.modality IN ['future', 'demanded', 'conditional'] AND coalesce(e.date_to, e.published) >= $day
RETURN e.date AS date, e.modality AS modality, e.relation AS relation, e.actor AS actor, e.recipient AS recipient, e.place AS place, e.reports AS reports
ORDER BY date, relation
