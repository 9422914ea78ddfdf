schakel import ddas docs/voorbeelden/ddas-levering.json --partij gemeente-utrecht --data "${HUB_DATA:-data/demo}" || true

EIGEN='query Eigen($bsn: String!) {
  inwoner(bsn: $bsn) { trajecten { loopt { loopt sinds } fase { fase sinds } besluiten { planVanAanpakOp } financieel { totaleSchuld } } }
}'
vraag gemeente-utrecht TRAJECTBEGELEIDER AFSTEMMING_TRAJECT "$EIGEN" '{"bsn": "999994748"}'
