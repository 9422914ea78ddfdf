INWONER=$(vraag toestemmingsbeheer TOESTEMMINGSBEHEERDER INZAGE_INWONER \
  'query ($bsn: String!) { inwoner(bsn: $bsn) { id } }' "$ANDERE" | sed 's/.*"id":"\([^"]*\)".*/\1/')

VERLENEN='mutation ($invoer: ToestemmingInvoer!) {
  toestemmingVerlenen(invoer: $invoer) { registerversie gesprek toestemmingen { bronhouder { id } ontvanger { id } groepen } }
}'
vraag toestemmingsbeheer TOESTEMMINGSBEHEERDER INZAGE_INWONER "$VERLENEN" '{"invoer": {
  "inwoner": "'"$INWONER"'", "pakket": "LAMPJE", "gegevenDoor": "INWONER",
  "bewijs": {"soort": "GESPREK", "tekstversie": "2026-1", "taal": "nl"},
  "geldigTot": "'"$(date -u -d '+180 days' +%Y-%m-%dT00:00:00Z)"'"}}'
