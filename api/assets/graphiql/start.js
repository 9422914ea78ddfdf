// Opens GraphiQL on this server's own /graphql. Nothing is left behind in the browser: headers hold a token
// and variables a BSN, so what GraphiQL remembers lives in the page, and a reload begins anew.
(function () {
  'use strict';

  // The overview of the tour in README.md.
  const overview = `# 1. Headers, below: put a token in place of TOKEN.
#    "schakel demo" prints one for each party.
# 2. Play (Ctrl-Enter). What is withheld is null;
#    "errors" says why.
# 3. Re-fetch (bottom left) loads the schema.
query Overzicht($bsn: String!) {
  inwoner(bsn: $bsn) {
    id
    trajecten {
      partij { naam }
      loopt { loopt sinds }
      fase { fase sinds }
      contact { naam telefoon }
      financieel { totaleSchuld }
    }
    srw {
      partij { naam }
      status { verwijzingen { soort status ingediendOp } }
    }
    buurtteams {
      partij { naam }
      status { betrokken sinds }
      contact { team }
    }
    toegang { groep bronhouder { id } toegestaan reden tot }
  }
}
`;
  const variables = '{\n  "bsn": "999990342"\n}\n';
  const headers = '{\n  "Authorization": "Bearer TOKEN",\n  "Doel": "AFSTEMMING_TRAJECT"\n}\n';

  const kept = new Map();
  const storage = {
    get length() { return kept.size; },
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => { kept.set(name, value); },
    removeItem: (name) => { kept.delete(name); },
    clear: () => { kept.clear(); },
  };

  // GraphiQL looks the schema up as soon as it opens, without a token: that question is spared.
  const ask = GraphiQL.createFetcher({ url: 'graphql', enableIncrementalDelivery: false });
  const hasToken = (options) => /^bearer .{20,}$/i.test(((options || {}).headers || {}).Authorization || '');
  const fetcher = (question, options) => {
    if (question.operationName === 'IntrospectionQuery' && !hasToken(options)) {
      return { data: null, errors: [{ message: 'a token is needed: paste one under "Headers", then re-fetch the schema' }] };
    }
    return ask(question, options);
  };

  ReactDOM.createRoot(document.getElementById('graphiql')).render(
    React.createElement(GraphiQL, {
      fetcher,
      storage,
      defaultQuery: overview,
      variables,
      defaultHeaders: headers,
      defaultEditorToolsVisibility: 'headers',
      isHeadersEditorEnabled: true,
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
      defaultTheme: 'light',
    }),
  );
})();
