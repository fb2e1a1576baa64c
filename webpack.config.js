// The bundles: the extension, the `tachyon` command (which is also the helper process), and each view twice: for a
// webview, and for a page of its own.
const path = require("node:path");
const { EsbuildPlugin } = require("esbuild-loader");
const webpack = require("webpack");

// terminal-kit loads most of itself when first used, by names that webpack cannot see. What the live view needs of it is
// named here: its screen and its keyboard, without forms and without readers of pictures.
const usedOfTerminalKit = ["./tty.js", "./image.js", "./ScreenBuffer.js", "./TextBuffer.js", "./Rect.js", "./Palette.js", "chroma-js"];
const terminalKit = [
  new webpack.ContextReplacementPlugin(
    /terminal-kit[\\/]lib$/,
    ".",
    Object.fromEntries(usedOfTerminalKit.map((name) => [name, name])),
  ),
  new webpack.ContextReplacementPlugin(/terminal-kit[\\/]lib[\\/]termconfig$/, /\.js$/),
  new webpack.ContextReplacementPlugin(/terminal-kit[\\/]lib[\\/]colorScheme$/, /default\.json$/),
  new webpack.IgnorePlugin({ resourceRegExp: /termkit-no-lazy-require\.js$|get-pixels$/ }),
];

const common = (mode, target) => ({
  mode,
  devtool: mode === "production" ? false : "source-map",
  resolve: { extensions: [".ts", ".js"] },
  module: {
    rules: [
      { test: /\.ts$/, loader: "esbuild-loader", options: { target } },
      { test: /\.css$/, type: "asset/source" },
    ],
  },
  optimization: { minimizer: [new EsbuildPlugin({ target, legalComments: "eof" })] },
  performance: { hints: false },
});

module.exports = (_env, argv) => {
  const mode = argv.mode ?? "production";
  const node = {
    ...common(mode, "node20"),
    target: "node20",
    node: { __dirname: false, __filename: false },
    output: { path: path.join(__dirname, "dist"), filename: "[name].js", libraryTarget: "commonjs2" },
    externals: { vscode: "commonjs vscode" },
  };
  return [
    { ...node, name: "extension", entry: { extension: "./extension/main.ts" } },
    {
      ...node,
      name: "command",
      entry: { tachyon: "./sampler/cli/main.ts" },
      plugins: [
        new webpack.BannerPlugin({ banner: "#!/usr/bin/env node", raw: true, test: "tachyon.js" }),
        ...terminalKit,
      ],
      module: { ...node.module, parser: { javascript: { unknownContextCritical: false } } },
      // The live view is a file of its own, which other commands do not load.
      optimization: { ...node.optimization, splitChunks: false },
    },
    {
      ...common(mode, "es2022"),
      name: "webviews",
      target: ["web", "es2022"],
      entry: {
        flame: "./webviews/flame/main.ts",
        flameStandalone: "./webviews/flame/standalone.ts",
        heatmap: "./webviews/heatmap/main.ts",
        heatmapStandalone: "./webviews/heatmap/standalone.ts",
      },
      // Written also when nothing changed: tests compare its time with that of the sources.
      output: { path: path.join(__dirname, "dist", "webviews"), filename: "[name].js", compareBeforeEmit: false },
    },
  ];
};
