INTREKKEN='mutation ($invoer: IntrekkingInvoer!) {
  toestemmingIntrekken(invoer: $invoer) { registerversie toestemmingen { ontvanger { id } status } }
}'
vraag toestemmingsbeheer TOESTEMMINGSBEHEERDER INZAGE_INWONER "$INTREKKEN" '{"invoer": {"inwoner": "'"$INWONER"'"}}'
vraag incluzio BUURTTEAMMEDEWERKER AFSTEMMING_TRAJECT "$LAMPJE" "$ANDERE"
