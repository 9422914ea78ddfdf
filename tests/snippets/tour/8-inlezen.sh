schakel import ddas docs/voorbeelden/ddas-levering.json --partij gemeente-utrecht --data "${HUB_DATA:-data/demo}" || [ $? = 1 ] # 1: some were rejected

EIGEN='query Eigen($bsn: String!) {
  inwoner(bsn: $bsn) { trajecten { loopt { loopt sinds } fase { fase sinds } besluiten { planVanAanpakOp } financieel { totaleSchuld } } }
}'
vraag gemeente-utrecht TRAJECTBEGELEIDER AFSTEMMING_TRAJECT "$EIGEN" '{"bsn": "999994748"}'
