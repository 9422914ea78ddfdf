import json
import os
import urllib.error
import urllib.request

QUERY = """
query Lampje($bsn: String!) {
  inwoner(bsn: $bsn) {
    trajecten { partij { naam } loopt { loopt sinds } contact { naam telefoon } financieel { totaleSchuld } }
  }
}
"""

request = urllib.request.Request(
    os.environ["HUB_URL"] + "/graphql",
    data=json.dumps({"query": QUERY, "variables": {"bsn": "999990342"}}).encode(),
    headers={
        "Authorization": "Bearer " + os.environ["HUB_TOKEN"],
        "Doel": "AFSTEMMING_TRAJECT",
        "Content-Type": "application/json",
    },
)
try:
    with urllib.request.urlopen(request, timeout=20) as response:
        answer = json.load(response)
except urllib.error.HTTPError as error:
    problem = json.load(error)  # application/problem+json
    raise SystemExit(f"{error.code} {problem['code']}: {problem['detail']}")

for traject in answer["data"]["inwoner"]["trajecten"]:
    print(traject["partij"]["naam"], traject["loopt"], traject["contact"])
for error in answer.get("errors", []):
    print(error["message"], error["extensions"]["groep"], error["extensions"]["code"])
