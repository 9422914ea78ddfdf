AFSLUITEN='mutation ($invoer: BuurtteamdossierInvoer!) {
  buurtteamdossierPubliceren(invoer: $invoer) {
    uitkomst
    inwoner { trajecten { partij { naam } loopt { loopt sinds } contact { naam telefoon } } }
  }
}'
vraag incluzio BRONSYSTEEM AFSTEMMING_TRAJECT "$AFSLUITEN" '{"invoer": {
  "bronId": "BT-10001", "versie": "'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'", "inwoner": '"$SAMIRA"',
  "status": "GESLOTEN", "geopendOp": "2026-01-12", "geslotenOp": "'"$(date -u +%Y-%m-%d)"'", "team": "Overvecht"}}'
