curl --silent --show-error --fail-with-body "$HUB_URL/graphql" \
  --header "Authorization: Bearer $HUB_TOKEN" \
  --header 'Doel: AFSTEMMING_TRAJECT' \
  --header 'Content-Type: application/json' \
  --data '{
    "query": "query Lampje($bsn: String!) { inwoner(bsn: $bsn) { trajecten { partij { naam } loopt { loopt sinds } contact { naam telefoon } } } }",
    "variables": { "bsn": "999990342" }
  }'
