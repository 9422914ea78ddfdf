PATH="$PWD/target/release:$PATH"
SAMIRA='{"bsn": "999990342"}' # consented to working together
ANDERE='{"bsn": "999990354"}' # consented to nothing, so far
TERUG='{"bsn": "999990366"}'  # consented, and withdrew it

vraag() { # PARTIJ ROL DOEL QUERY VARIABLES
  curl -s "${HUB_URL:-http://127.0.0.1:8080}/graphql" \
    -H "Authorization: Bearer $(schakel token --data "${HUB_DATA:-data/demo}" --partij "$1" --rol "$2" --doel "$3")" \
    -H 'Content-Type: application/json' \
    -d "{\"query\": \"$(printf %s "$4" | tr '\n' ' ')\", \"variables\": $5}"
  echo
}

OVERZICHT='query Overzicht($bsn: String!) {
  inwoner(bsn: $bsn) {
    trajecten  { loopt { loopt sinds } fase { fase sinds } contact { naam telefoon } financieel { totaleSchuld } }
    srw        { status { verwijzingen { soort status ingediendOp } } }
    buurtteams { partij { naam } status { betrokken sinds } contact { team } }
  }
}'
