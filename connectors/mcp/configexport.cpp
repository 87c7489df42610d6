#include "mcp/configexport.h"

#include "mcp/configentry.h"
#include "mcp/configsignin.h"
#include "mcp/configtls.h"
#include "mcp/jsonslice.h"
#include "mcp/keytext.h"
#include "mcp/secretarguments.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace qd {

namespace {

using ExportJson = nlohmann::ordered_json;
using Shape = McpConfigShape;

const QRegularExpression &ownReference()
{
    static const QRegularExpression form(QStringLiteral("\\$\\{(env|secret):([^}:]+)(:-[^}]*)?\\}"));
    return form;
}

/// "mcp.github.API_KEY" as a variable: "MCP_GITHUB_API_KEY".
QString variableName(const QString &secret)
{
    static const QRegularExpression special(QStringLiteral("[^A-Za-z0-9]+"));
    return QString(secret).replace(special, QStringLiteral("_")).toUpper();
}

QString referenceOf(const QString &name, const QString &) { return QStringLiteral("${secret:%1}").arg(name); }

/// Which of our references a client has no word for.
bool expandsVariables(Shape shape) { return shape != Shape::ClaudeDesktop && shape != Shape::Windsurf && shape != Shape::Cline && shape != Shape::Codex; }

/// Writes one list of servers in one client's way.
class ConfigWriter
{
public:
    explicit ConfigWriter(Shape shape) : m_shape(shape) {}

    ExportJson entry(const McpServerConfig &config)
    {
        ExportJson made = ExportJson::object();
        config.transport == McpTransport::Stdio ? writeCommand(made, config) : writeAddress(made, config);
        ExportJson rest = ExportJson::parse(config.unknown.toStdString(), nullptr, false);
        if (!rest.is_object())
            rest = ExportJson::object();
        addSignIn(rest, config);
        for (const auto &[key, value] : rest.items())
            if (!made.contains(key))
                made[key] = scrubbed(key, value);
        addTls(made, config);
        if (m_shape == Shape::Inspector && !config.roots.isEmpty())
            made["roots"] = writeConfigEntry(config)["roots"];
        if (m_shape == Shape::Inspector && config.era)
            made["protocolEra"] = *config.era == McpEra::Modern ? "modern" : *config.era == McpEra::Auto ? "auto" : "legacy";
        return made;
    }

    /// In this client's way of writing references.
    std::string text(const QString &value)
    {
        QString made;
        qsizetype at = 0;
        for (auto found = ownReference().globalMatch(value); found.hasNext();) {
            const auto match = found.next();
            made += value.mid(at, match.capturedStart() - at) + reference(match.captured(1) == QLatin1String("secret"), match.captured(2), match.captured(3));
            at = match.capturedEnd();
        }
        return QString(made + value.mid(at)).toStdString();
    }

    [[nodiscard]] ExportJson inputs() const
    {
        ExportJson made = ExportJson::array();
        for (const QString &id : m_inputs)
            made.push_back({{"type", "promptString"}, {"id", id.toStdString()}, {"description", id.toStdString()}, {"password", true}});
        return made;
    }
    [[nodiscard]] const QStringList &notes() const { return m_notes; }
    void note(const QString &text)
    {
        if (!m_notes.contains(text))
            m_notes << text;
    }

private:
    QString reference(bool isSecret, const QString &name, const QString &fallback)
    {
        static const QString inputPrefix = QStringLiteral("mcp.input.");
        if (isSecret && m_shape == Shape::VsCode) {
            const QString id = name.startsWith(inputPrefix) ? name.mid(inputPrefix.size()) : QString(name).replace(u'.', u'-');
            if (!m_inputs.contains(id))
                m_inputs << id;
            return QStringLiteral("${input:%1}").arg(id);
        }
        const QString variable = isSecret ? variableName(name) : name;
        if (isSecret)
            note(QStringLiteral("The key %1 is not written: set the variable %2.").arg(name, variable));
        if (!expandsVariables(m_shape))
            note(QStringLiteral("%1 does not replace variables by itself: put the value of %2 there by hand.").arg(configShapeTitle(m_shape), variable));
        const bool isPlain = m_shape == Shape::ClaudeCode || m_shape == Shape::Copilot || m_shape == Shape::Gemini;
        return isPlain ? QStringLiteral("${%1%2}").arg(variable, fallback) : QStringLiteral("${env:%1%2}").arg(variable, fallback);
    }

    ExportJson pairs(const QList<std::pair<QString, QString>> &values)
    {
        ExportJson made = ExportJson::object();
        for (const auto &[name, value] : values) {
            const bool isBare = namesKeyOfPair(name) && !value.isEmpty() && !ownReference().match(value).hasMatch();
            made[name.toStdString()] = text(isBare ? referenceOf(name, value) : withKeysReplaced(value, keysInside(value), referenceOf));
        }
        return made;
    }

    void writeCommand(ExportJson &made, const McpServerConfig &config)
    {
        if (m_shape == Shape::ClaudeCode || m_shape == Shape::VsCode || m_shape == Shape::Inspector)
            made["type"] = "stdio";
        made["command"] = config.command.toStdString();
        made["args"] = ExportJson::array();
        QStringList arguments = config.arguments;
        for (const ArgumentKeys &keys : keysOfArguments(arguments))
            arguments[keys.index] = withKeysReplaced(arguments.at(keys.index), keys.places, referenceOf);
        for (const QString &argument : arguments)
            made["args"].push_back(text(argument));
        if (!config.environment.isEmpty())
            made["env"] = pairs(config.environment);
        if (!config.workingFolder.isEmpty())
            made["cwd"] = config.workingFolder.toStdString();
    }

    /// Who has no words for signing in gets ours: it is kept where unknown members are.
    void addSignIn(ExportJson &rest, const McpServerConfig &config)
    {
        const auto signIn = configsignin::write(config.signIn, rest.contains("oauth") ? rest["oauth"] : ExportJson());
        if (!signIn)
            return;
        if (m_shape == Shape::Cursor)
            return addCursorSignIn(rest, config.signIn);
        rest["oauth"] = *signIn;
        if (m_shape != Shape::Inspector && m_shape != Shape::ClaudeCode)
            note(QStringLiteral("%1: how to sign in is written as MCP Inspector writes it; %2 may not read it.").arg(config.id.value, configShapeTitle(m_shape)));
    }

    /// No client has words for it: it is kept where unknown members are. Files are named, and hold their secrets themselves.
    void addTls(ExportJson &made, const McpServerConfig &config)
    {
        if (config.tls == TlsSettings())
            return;
        made["tls"] = configtls::write(config.tls, made.contains("tls") ? made["tls"] : ExportJson()).value_or(ExportJson::object());
        note(QStringLiteral("%1: its certificates are written as this program writes them; %2 may not read them.").arg(config.id.value, configShapeTitle(m_shape)));
    }

    static void addCursorSignIn(ExportJson &rest, const McpAuthSettings &settings)
    {
        ExportJson made{{"CLIENT_ID", settings.clientId.toStdString()}};
        if (!settings.clientSecret.isEmpty())
            made["CLIENT_SECRET"] = settings.clientSecret.toStdString();
        for (const QString &scope : settings.scopes)
            made["scopes"].push_back(scope.toStdString());
        rest["auth"] = made;
    }

    /// Members that we do not know may hold keys, too; an address beside them ("tokenUrl") is none.
    ExportJson scrubbed(const std::string &name, const ExportJson &value)
    {
        if (value.is_string()) {
            const QString known = QString::fromStdString(value.get<std::string>());
            if (ownReference().match(known).hasMatch())
                return text(known);
            const bool isClear = soundsSecret(QString::fromStdString(name)) && !known.startsWith(QLatin1String("http"));
            return text(isClear ? referenceOf(QString::fromStdString(name), known) : withKeysReplaced(known, keysInside(known), referenceOf));
        }
        if (!value.is_structured())
            return value;
        ExportJson made = value;
        for (const auto &[key, one] : value.items()) {
            if (value.is_object())
                made[key] = scrubbed(key, one);
            else
                made[std::stoul(key)] = scrubbed(name, one);
        }
        return made;
    }

    [[nodiscard]] std::optional<std::string> typeWord(bool isOld) const
    {
        switch (m_shape) {
        case Shape::ClaudeCode:
        case Shape::VsCode:
        case Shape::Copilot:
        case Shape::Inspector: return isOld ? "sse" : "http";
        case Shape::Cline: return isOld ? "sse" : "streamableHttp";
        default: return std::nullopt;
        }
    }

    void writeAddress(ExportJson &made, const McpServerConfig &config)
    {
        const bool isOld = config.transport == McpTransport::Sse;
        if (const auto type = typeWord(isOld))
            made["type"] = *type;
        const bool hasKey = config.urlTemplate.isEmpty() && holdsKey(config.url);
        if (hasKey)
            note(QStringLiteral("%1: the key in its address is left out.").arg(config.id.value));
        const char *member = m_shape == Shape::Windsurf ? "serverUrl" : m_shape == Shape::Gemini && !isOld ? "httpUrl" : "url";
        made[member] = text(hasKey ? config.url.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo | QUrl::RemoveFragment) : config.urlTemplate.isEmpty() ? config.url.toString() : config.urlTemplate);
        QList<std::pair<QString, QString>> headers = config.headers;
        if (m_shape == Shape::Codex)
            takeNamedVariables(made, headers);
        if (!headers.isEmpty())
            made["headers"] = pairs(headers);
    }

    /// Codex replaces nothing in headers; it has members of its own for a header that is a variable, and for a bearer token.
    void takeNamedVariables(ExportJson &made, QList<std::pair<QString, QString>> &headers)
    {
        static const QRegularExpression whole(QStringLiteral("^(Bearer )?\\$\\{(env|secret):([^}:]+)\\}$"));
        headers.removeIf([this, &made](const std::pair<QString, QString> &header) {
            const auto match = whole.match(header.second);
            const bool isToken = match.hasCaptured(1);
            if (!match.hasMatch() || (isToken && header.first.compare(QLatin1String("Authorization"), Qt::CaseInsensitive) != 0))
                return false;
            const QString name = match.captured(3);
            const bool isSecret = match.captured(2) == QLatin1String("secret");
            const std::string variable = (isSecret ? variableName(name) : name).toStdString();
            if (isSecret)
                note(QStringLiteral("The key %1 is not written: set the variable %2.").arg(name, variableName(name)));
            if (isToken)
                made["bearer_token_env_var"] = variable;
            else
                made["env_http_headers"][header.first.toStdString()] = variable;
            return true;
        });
    }

    const Shape m_shape;
    QStringList m_inputs;
    QStringList m_notes;
};

/// JSON's texts are TOML's, but for pairs of escaped surrogates and for DEL.
std::string tomlQuoted(const ExportJson &text)
{
    std::string made = text.dump(-1, ' ', false, ExportJson::error_handler_t::replace);
    for (auto at = made.find('\x7f'); at != std::string::npos; at = made.find('\x7f', at))
        made.replace(at, 1, "\\u007f");
    return made;
}

/// Nulls are left out, and told: TOML has none. Its integers end where a sign bit begins.
std::string tomlValue(const ExportJson &value, bool &hasNull)
{
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > largest)
        return ExportJson(value.get<double>()).dump();
    if (!value.is_structured())
        return tomlQuoted(value);
    std::string made;
    for (const auto &[key, one] : value.items()) {
        hasNull = hasNull || one.is_null();
        if (!one.is_null())
            made += (made.empty() ? "" : ", ") + (value.is_object() ? tomlQuoted(key) + " = " : std::string()) + tomlValue(one, hasNull);
    }
    return value.is_object() ? "{ " + made + " }" : '[' + made + ']';
}

QByteArray tomlText(const ExportJson &list, ConfigWriter &writer)
{
    std::string made;
    for (const auto &[name, entry] : list.items()) {
        made += (made.empty() ? "" : "\n") + std::string("[mcp_servers.") + tomlQuoted(name) + "]\n";
        for (const auto &[key, value] : entry.items()) {
            bool hasNull = value.is_null();
            if (!hasNull)
                made += tomlQuoted(key == "headers" ? "http_headers" : key) + " = " + tomlValue(value, hasNull) + "\n";
            if (hasNull)
                writer.note(QStringLiteral("%1: \"%2\" is or holds null, which TOML cannot say.").arg(QString::fromStdString(name), QString::fromStdString(key)));
        }
    }
    return QByteArray::fromStdString(made);
}

} // namespace

QString configShapeTitle(Shape shape)
{
    switch (shape) {
    case Shape::ClaudeCode: return QStringLiteral("Claude Code");
    case Shape::ClaudeDesktop: return QStringLiteral("Claude Desktop");
    case Shape::Cursor: return QStringLiteral("Cursor");
    case Shape::VsCode: return QStringLiteral("VS Code");
    case Shape::Copilot: return QStringLiteral("Copilot");
    case Shape::Windsurf: return QStringLiteral("Windsurf");
    case Shape::Cline: return QStringLiteral("Cline");
    case Shape::Gemini: return QStringLiteral("Gemini CLI, Kiro, Antigravity");
    case Shape::Codex: return QStringLiteral("Codex CLI");
    case Shape::Inspector: break;
    }
    return QStringLiteral("MCP Inspector");
}

QString configShapeFile(Shape shape)
{
    switch (shape) {
    case Shape::ClaudeCode: return QStringLiteral(".mcp.json");
    case Shape::ClaudeDesktop: return QStringLiteral("claude_desktop_config.json");
    case Shape::Copilot: return QStringLiteral("mcp-config.json");
    case Shape::Windsurf: return QStringLiteral("mcp_config.json");
    case Shape::Cline: return QStringLiteral("cline_mcp_settings.json");
    case Shape::Gemini: return QStringLiteral("settings.json");
    case Shape::Codex: return QStringLiteral("config.toml");
    case Shape::Cursor:
    case Shape::VsCode:
    case Shape::Inspector: break;
    }
    return QStringLiteral("mcp.json");
}

McpConfigExport exportMcpConfig(Shape shape, const QList<McpServerConfig> &servers)
{
    ConfigWriter writer(shape);
    ExportJson list = ExportJson::object();
    for (const McpServerConfig &config : servers) {
        if (shape == Shape::ClaudeDesktop && config.transport != McpTransport::Stdio)
            writer.note(QStringLiteral("%1 is left out: Claude Desktop's file has commands only; remote servers are connectors there.").arg(config.id.value));
        else
            list[config.id.value.toStdString()] = writer.entry(config);
    }
    if (shape == Shape::Codex) {
        const QByteArray text = tomlText(list, writer);
        return {.text = text, .notes = writer.notes()};
    }
    ExportJson file = ExportJson::object();
    file[shape == Shape::VsCode ? "servers" : "mcpServers"] = list;
    if (const ExportJson inputs = writer.inputs(); !inputs.empty())
        file["inputs"] = inputs;
    return {.text = QByteArray::fromStdString(file.dump(2, ' ', false, ExportJson::error_handler_t::replace)) + '\n', .notes = writer.notes()};
}

} // namespace qd
