import { defineConfig } from 'vitest/config'
import { builtCode } from './test/built-code.js'

/**
 * - unit: Node alone, offline, a few minutes. With `--mode built`, as `npm test` runs it, the rooms are tried as they were built; without it a file that was just
 *   changed is tried as it stands.
 * - services: what needs Redis, Chromium or SwiftShader, and what packs, installs or kills; fails where something is missing.
 * - soak: the long ones.
 */
export default defineConfig(({ mode }) => ({
  test: {
    globalSetup: 'test/environment.ts',
    // Many tests wait for a process that they started.
    maxWorkers: '100%',
    projects: [
      {
        plugins: mode === 'built' ? [builtCode()] : [],
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/services/**', 'test/package/**', 'test/soak/**'],
          // Catches what hangs. No limit of speed: the machine may be busy with other things.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // A worker loads what the files share once; a test puts back what it changes of the process.
          isolate: false,
          setupFiles: 'test/sessions.ts',
          // What is built is tried as it is, not compiled again.
          server: { deps: { external: [/\/dist\//] } },
        },
      },
      {
        test: {
          name: 'services',
          include: ['test/{services,package}/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          // Debian's chromium brings Vulkan's loader and SwiftShader; both must be known before a worker starts.
          env: {
            LD_LIBRARY_PATH: '/usr/lib/chromium',
            VK_ICD_FILENAMES: '/usr/lib/chromium/vk_swiftshader_icd.json',
          },
        },
      },
      { test: { name: 'soak', include: ['test/soak/**/*.test.ts'], testTimeout: 3_600_000, fileParallelism: false } },
    ],
  },
}))
