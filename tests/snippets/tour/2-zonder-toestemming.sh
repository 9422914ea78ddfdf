LAMPJE='query Lampje($bsn: String!) { inwoner(bsn: $bsn) { id trajecten { loopt { loopt sinds } contact { naam telefoon } } } }'
vraag incluzio BUURTTEAMMEDEWERKER AFSTEMMING_TRAJECT "$LAMPJE" "$ANDERE"
