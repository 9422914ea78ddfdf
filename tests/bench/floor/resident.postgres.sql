-- One resident, whose id is `asked.id`, on the day `$2`.
json_build_object(
    'id', asked.id,
    'trajecten', (
        SELECT json_agg(json_build_object(
            'partij', json_build_object('naam', partij.naam),
            'loopt', CASE WHEN traject.id IS NOT NULL THEN json_build_object(
                'loopt', traject.fase <> 'AFGESLOTEN',
                'sinds', traject.loopt_sinds
            ) END,
            'fase', CASE WHEN traject.id IS NOT NULL THEN json_build_object(
                'fase', traject.fase,
                'sinds', traject.fase_sinds
            ) END,
            'contact', (
                SELECT json_build_object('naam', regisseur.naam, 'telefoon', regisseur.telefoon)
                FROM traject_regisseur AS regisseur
                WHERE regisseur.traject = traject.id AND (regisseur.tot IS NULL OR regisseur.tot >= $2)
                ORDER BY regisseur.volgnummer DESC LIMIT 1
            ),
            'financieel', NULL
        ) ORDER BY partij.volgorde)
        FROM partij
        LEFT JOIN LATERAL (
            SELECT own.*
            FROM traject_client AS client JOIN traject AS own ON own.id = client.traject
            WHERE client.inwoner = asked.id AND client.bronhouder = partij.id AND own.teruggetrokken_op IS NULL
            ORDER BY own.fase = 'AFGESLOTEN', own.aanmelddatum DESC, own.versie DESC, own.id LIMIT 1
        ) AS traject ON true
        WHERE partij.houdt = 'TRAJECT'
    ),
    'srw', (
        SELECT json_agg(json_build_object(
            'partij', json_build_object('naam', partij.naam),
            'status', CASE WHEN EXISTS (
                SELECT 1 FROM srw_dossier AS dossier
                WHERE dossier.inwoner = asked.id AND dossier.bronhouder = partij.id
                    AND dossier.teruggetrokken_op IS NULL
            ) THEN json_build_object('verwijzingen', (
                SELECT coalesce(json_agg(json_build_object(
                    'soort', verwijzing.soort,
                    'status', verwijzing.status,
                    'ingediendOp', verwijzing.ingediend_op
                ) ORDER BY verwijzing.ingediend_op, verwijzing.dossier, verwijzing.volgnummer), '[]')
                FROM srw_dossier AS dossier JOIN srw_verwijzing AS verwijzing ON verwijzing.dossier = dossier.id
                WHERE dossier.inwoner = asked.id AND dossier.bronhouder = partij.id
                    AND dossier.teruggetrokken_op IS NULL
            )) END
        ) ORDER BY partij.volgorde)
        FROM partij WHERE partij.houdt = 'SRW_DOSSIER'
    ),
    'buurtteams', (
        SELECT json_agg(json_build_object(
            'partij', json_build_object('naam', partij.naam),
            'status', CASE WHEN dossier.id IS NOT NULL THEN json_build_object(
                'betrokken', dossier.status = 'OPEN',
                'sinds', dossier.geopend_op
            ) END,
            'contact', CASE WHEN dossier.id IS NOT NULL THEN json_build_object('team', dossier.team) END
        ) ORDER BY partij.volgorde)
        FROM partij
        LEFT JOIN LATERAL (
            SELECT own.* FROM buurtteamdossier AS own
            WHERE own.inwoner = asked.id AND own.bronhouder = partij.id AND own.teruggetrokken_op IS NULL
            ORDER BY (own.status = 'OPEN') DESC, own.geopend_op DESC, own.versie DESC, own.id LIMIT 1
        ) AS dossier ON true
        WHERE partij.houdt = 'BUURTTEAM_DOSSIER'
    )
)
