-- One resident, whose id is `asked.id`, on the day `?2`.
json_object(
    'id', asked.id,
    'trajecten', (
        SELECT json_group_array(json(item)) FROM (
            SELECT json_object(
                'partij', json_object('naam', partij.naam),
                'loopt', CASE WHEN traject.id IS NOT NULL THEN json_object(
                    'loopt', json(iif(traject.fase <> 'AFGESLOTEN', 'true', 'false')),
                    'sinds', traject.loopt_sinds
                ) END,
                'fase', CASE WHEN traject.id IS NOT NULL THEN json_object(
                    'fase', traject.fase,
                    'sinds', traject.fase_sinds
                ) END,
                'contact', json((
                    SELECT json_object('naam', regisseur.naam, 'telefoon', regisseur.telefoon)
                    FROM traject_regisseur AS regisseur
                    WHERE regisseur.traject = traject.id AND (regisseur.tot IS NULL OR regisseur.tot >= ?2)
                    ORDER BY regisseur.volgnummer DESC LIMIT 1
                )),
                'financieel', NULL
            ) AS item
            FROM partij
            LEFT JOIN traject ON traject.id = (
                SELECT own.id
                FROM traject_client AS client JOIN traject AS own ON own.id = client.traject
                WHERE client.inwoner = asked.id AND client.bronhouder = partij.id AND own.teruggetrokken_op IS NULL
                ORDER BY own.fase = 'AFGESLOTEN', own.aanmelddatum DESC, own.versie DESC, own.id LIMIT 1
            )
            WHERE partij.houdt = 'TRAJECT'
            ORDER BY partij.volgorde
        )
    ),
    'srw', (
        SELECT json_group_array(json(item)) FROM (
            SELECT json_object(
                'partij', json_object('naam', partij.naam),
                'status', CASE WHEN EXISTS (
                    SELECT 1 FROM srw_dossier AS dossier
                    WHERE dossier.inwoner = asked.id AND dossier.bronhouder = partij.id
                        AND dossier.teruggetrokken_op IS NULL
                ) THEN json_object('verwijzingen', (
                    SELECT json_group_array(json(verwijzing)) FROM (
                        SELECT json_object(
                            'soort', verwijzing.soort,
                            'status', verwijzing.status,
                            'ingediendOp', verwijzing.ingediend_op
                        ) AS verwijzing
                        FROM srw_dossier AS dossier JOIN srw_verwijzing AS verwijzing ON verwijzing.dossier = dossier.id
                        WHERE dossier.inwoner = asked.id AND dossier.bronhouder = partij.id
                            AND dossier.teruggetrokken_op IS NULL
                        ORDER BY verwijzing.ingediend_op, verwijzing.dossier, verwijzing.volgnummer
                    )
                )) END
            ) AS item
            FROM partij WHERE partij.houdt = 'SRW_DOSSIER'
            ORDER BY partij.volgorde
        )
    ),
    'buurtteams', (
        SELECT json_group_array(json(item)) FROM (
            SELECT json_object(
                'partij', json_object('naam', partij.naam),
                'status', CASE WHEN dossier.id IS NOT NULL THEN json_object(
                    'betrokken', json(iif(dossier.status = 'OPEN', 'true', 'false')),
                    'sinds', dossier.geopend_op
                ) END,
                'contact', CASE WHEN dossier.id IS NOT NULL THEN json_object('team', dossier.team) END
            ) AS item
            FROM partij
            LEFT JOIN buurtteamdossier AS dossier ON dossier.id = (
                SELECT own.id FROM buurtteamdossier AS own
                WHERE own.inwoner = asked.id AND own.bronhouder = partij.id AND own.teruggetrokken_op IS NULL
                ORDER BY own.status = 'OPEN' DESC, own.geopend_op DESC, own.versie DESC, own.id LIMIT 1
            )
            WHERE partij.houdt = 'BUURTTEAM_DOSSIER'
            ORDER BY partij.volgorde
        )
    )
)
