// What is said where a page needs the index of the fleet, and none is there.

export const NoIndex = ({ what }: { what: string }) => (
  <section class="panel" aria-labelledby="index">
    <h2 id="index">There is no index of the fleet</h2>
    <p>
      So there are {what} here; all else works. Bind a D1 database as <code>FLEET</code> in <code>wrangler.toml</code>,
      deploy, and rebuild the index by <code>POST /v1/fleet/rebuild</code>.
    </p>
  </section>
);
