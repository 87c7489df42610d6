#include "groups/mcpguardverbs.h"

#include "commands/mcp/mcpcommand.h"
#include "commands/mcp/mcpdiffcommand.h"
#include "commands/mcp/mcppincommand.h"
#include "commands/mcp/mcpscancommand.h"
#include "groups/mcpsigninoptions.h"
#include "groups/mcptargetoptions.h"
#include "mcp/listing.h"
#include "mcp/pinfile.h"
#include "mcp/recordfile.h"
#include "mcp/serveridentity.h"

#include <CLI/CLI.hpp>

#include <QFile>

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr qint64 largestSavedFile = 64LL * 1024 * 1024;

Error badSource(const QString &message) { return {.kind = ErrorKind::Invalid, .message = message}; }

/// What stands after "--" is a command, though the parser takes it for the verb's own words: it has but one list of words a verb.
std::vector<std::string> wordsAfterMark(std::vector<std::string> &words, qsizetype count)
{
    const auto begin = words.end() - std::min(count, static_cast<qsizetype>(words.size()));
    std::vector<std::string> command(begin, words.end());
    words.erase(begin, words.end());
    return command;
}

QStringList textList(const std::vector<std::string> &texts)
{
    QStringList list;
    for (const std::string &text : texts)
        list << QString::fromStdString(text);
    return list;
}

/// A recorded session in which no list was read has an empty listing.
Result<McpSide> recordedSide(const QString &path, const QByteArray &bytes)
{
    const auto recording = decodeRecording(bytes, path);
    if (!recording)
        return badSource(recording.error().message);
    const SessionView view = viewOf(*recording);
    McpListing listing = view.listing;
    listing.server = path;
    for (const McpLeaf &leaf : view.handshake)
        if (leaf.path == QLatin1String("/serverInfo/name"))
            listing.program = leaf.text;
    return McpSide{.name = path, .config = {}, .saved = std::move(listing), .session = view};
}

Result<McpSide> savedSide(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return badSource(QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()));
    const QByteArray bytes = file.read(largestSavedFile + 1);
    if (isRecording(bytes))
        return recordedSide(path, bytes);
    auto listing = decodeListing(path, bytes);
    if (!listing)
        return badSource(listing.error().message);
    return McpSide{.name = path, .config = {}, .saved = *listing};
}

QString pinsPathOf(const McpTarget &target)
{
    return target.state.empty() ? mcpPinsPath() : QString::fromStdString(target.state) + QStringLiteral("/mcp-pins.json");
}

} // namespace

void McpGuardVerbs::addTo(CLI::App &mcp)
{
    CLI::App *pin = mcp.add_subcommand("pin", "Hold a server's definitions against what was approved; ends with 1 when they differ");
    pin->add_option("names", m_names, "With --approve: these alone; server:identity is the program or address itself");
    pin->add_flag("--approve", m_isApproving, "Approve what the server offers now");
    pin->add_option("--pins", m_pins, "File with the pins; else mcp-pins.json in the folder of --state, or in your own")->type_name("FILE");
    addTarget(*pin);
    pin->footer(mcpFooter("0 as approved, 1 it differs"));
    pin->callback([this] { m_verb = Verb::Pin; });
    CLI::App *scan = mcp.add_subcommand("scan", "Look for poisoned definitions, toxic flows and what the listing costs; ends with 1 when something is found");
    scan->add_option("servers", m_sources, "Further servers of one agent: names of the list, addresses, or files with listings");
    repeatable(scan->add_option("--without", m_without, "As if this tool were left out. May be given several times")->type_name("TOOL"));
    addTarget(*scan);
    scan->footer(mcpFooter("0 nothing found, 1 something found"));
    scan->callback([this] { m_verb = Verb::Scan; });
    CLI::App *diff = mcp.add_subcommand("diff", "What two servers, saved listings (`mcp list --json`) or recorded sessions (`mcp run --record`) have differently; ends with 1 when they differ");
    diff->add_option("servers", m_sources, "Two of: a name of the list, an address, a file with a listing or a recorded session; --stdio, --url, --server or a command after -- is the second one's place")->required();
    repeatable(diff->add_option("--ignore", m_ignored, "Path in answers of recorded sessions that may differ, e.g. /content/0/text. May be given several times")->type_name("PATH"));
    addTarget(*diff);
    diff->footer(mcpFooter("0 the same, 1 they differ"));
    diff->callback([this] { m_verb = Verb::Diff; });
}

void McpGuardVerbs::addTarget(CLI::App &verb)
{
    verb.add_option("command", m_commandWord, "After --: start this command and speak to it");
    tellMcpWays(verb, m_target, "--stdio, --url, --server, or a command after --");
    addMcpServerOptions(verb, m_target);
    addMcpTimeoutOption(verb, m_target);
    addMcpStateOption(verb, m_target);
    addSignInOptions(verb, m_target.signIn);
}

Result<McpSide> McpGuardVerbs::sideOf(const std::string &source) const
{
    const QString text = QString::fromStdString(source);
    if (QFile::exists(text))
        return savedSide(text);
    const bool isUrl = text.startsWith(QLatin1String("http://")) || text.startsWith(QLatin1String("https://"));
    const McpTarget target{.url = isUrl ? source : std::string(), .server = isUrl ? std::string() : source, .mayBeFile = true, .timeoutMs = m_target.timeoutMs, .state = m_target.state, .guard = m_target.guard, .signIn = {}, .tls = isUrl ? m_target.tls : McpTlsTyped{}};
    const auto config = serverOfTarget(target);
    if (!config)
        return config.error();
    return McpSide{.name = pinName(*config, !isUrl), .config = *config, .saved = {}};
}

/// The server of the options last: "what was saved, then what is".
Result<QList<McpSide>> McpGuardVerbs::sides() const
{
    QList<McpSide> sides;
    for (const std::string &source : m_sources) {
        const auto side = sideOf(source);
        if (!side)
            return side.error();
        sides << *side;
    }
    if (!hasTarget())
        return sides;
    const auto config = serverOfTarget(m_target);
    if (!config)
        return config.error();
    sides.append({.name = pinName(*config, !m_target.server.empty()), .config = *config, .saved = {}});
    return sides;
}

Result<VerbGroup::CommandMaker> McpGuardVerbs::preparePin(const CliContext &context, const CliSignInChoice &signIn) const
{
    if (!m_names.empty() && !m_isApproving)
        return badSource(QStringLiteral("Names go with --approve"));
    const auto config = serverOfTarget(m_target);
    if (!config)
        return config.error();
    const QString path = m_pins.empty() ? pinsPathOf(m_target) : QString::fromStdString(m_pins);
    const auto pins = loadPins(path);
    if (!pins)
        return badSource(pins.error().message);
    const McpPinRequest request{.path = path, .pins = *pins, .isApproving = m_isApproving, .names = textList(m_names)};
    const McpSide side{.name = pinName(*config, !m_target.server.empty()), .config = *config, .saved = {}};
    return VerbGroup::CommandMaker([context, side, request, signIn](Session *) { return std::make_unique<McpPinCommand>(context, side, request, signIn); });
}

Result<VerbGroup::CommandMaker> McpGuardVerbs::prepare(const CliContext &context)
{
    m_target.command = wordsAfterMark(m_verb == Verb::Pin ? m_names : m_sources, context.options.wordsAfterMark);
    const auto signIn = signInChoice(m_target);
    if (!signIn)
        return signIn.error();
    if (m_verb == Verb::Pin)
        return preparePin(context, *signIn);
    const auto all = sides();
    if (!all)
        return all.error();
    if (m_verb == Verb::Diff && all->size() != 2)
        return badSource(QStringLiteral("Name two: servers of the list, addresses, files with listings, or one of them and a server by option"));
    if (all->isEmpty())
        return badSource(QStringLiteral("Name a server: --stdio, --url, --server, a command after --, or one of the list"));
    if (m_verb == Verb::Diff)
        return VerbGroup::CommandMaker([context, sides = *all, ignored = textList(m_ignored), signIn = *signIn](Session *) { return std::make_unique<McpDiffCommand>(context, sides, ignored, signIn); });
    return VerbGroup::CommandMaker([context, sides = *all, without = textList(m_without), signIn = *signIn](Session *) { return std::make_unique<McpScanCommand>(context, sides, without, signIn); });
}

} // namespace qd
