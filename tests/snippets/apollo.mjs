import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client';

const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: new HttpLink({
    uri: `${process.env.HUB_URL}/graphql`,
    headers: {
      Authorization: `Bearer ${process.env.HUB_TOKEN}`,
      Doel: 'AFSTEMMING_TRAJECT',
      // Apollo drops all data as soon as there are `errors`; so ask for what is withheld elsewhere.
      'Niet-Gedeeld': 'extensies',
    },
  }),
});

const { data } = await client.query({
  query: gql`
    query Lampje($bsn: String!) {
      inwoner(bsn: $bsn) {
        id
        trajecten {
          partij { naam }
          loopt { loopt sinds }
          contact { naam telefoon }
          financieel { totaleSchuld }
        }
        toegang { groep bronhouder { id } toegestaan reden }
      }
    }
  `,
  variables: { bsn: '999990342' },
});

for (const traject of data.inwoner.trajecten) {
  console.log(traject.partij.naam, traject.loopt?.loopt ? `loopt; bel ${traject.contact?.telefoon}` : 'onbekend');
}
for (const { groep, bronhouder, reden } of data.inwoner.toegang.filter((toegang) => !toegang.toegestaan)) {
  console.log('niet gedeeld:', bronhouder.id, groep, reden);
}
