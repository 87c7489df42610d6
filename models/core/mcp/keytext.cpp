#include "mcp/keytext.h"

#include "mcp/secretarguments.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace qd {

namespace {

constexpr size_t mostKeysInText = 1000;

QRegularExpression keyPattern(const char *pattern, QRegularExpression::PatternOptions options = QRegularExpression::NoPatternOption)
{
    return QRegularExpression(QLatin1String(pattern), options);
}

struct KeyShape {
    const char *name;
    QRegularExpression pattern; ///< group 1, where there is one: the key itself
};

/// Shorter than the scan has them: a key that is taken for one in vain does no harm here.
const QList<KeyShape> &keyShapes()
{
    static const QList<KeyShape> shapes{
        {"private-key", keyPattern("-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^-]*+(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?")},
        {"aws", keyPattern("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b")},
        {"github", keyPattern("\\bgh[pousr]_[A-Za-z0-9]{20,}|\\bgithub_pat_[A-Za-z0-9_]{20,}")},
        {"gitlab", keyPattern("\\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_.-]{16,}")},
        {"slack", keyPattern("\\bx(?:ox[abeoprs]|app)-[A-Za-z0-9-]{10,}")},
        {"slack-webhook", keyPattern("\\bhooks\\.slack\\.com/[a-z]{1,20}/([A-Za-z0-9/_-]{10,})")},
        {"discord-webhook", keyPattern("\\bdiscord(?:app)?\\.com/api/webhooks/([0-9]{1,30}/[A-Za-z0-9_-]{10,})")},
        {"google", keyPattern("\\bAIza[0-9A-Za-z_-]{30,}|\\bya29\\.[0-9A-Za-z_-]{20,}|\\bGOCSPX-[0-9A-Za-z_-]{20,}")},
        {"model-provider", keyPattern("\\bsk-(?:ant|proj|svcacct|admin|or)-[A-Za-z0-9_-]{16,}|\\bsk-[A-Za-z0-9]{20,}|\\b(?:gsk|hf)_[A-Za-z0-9]{20,}|\\b(?:xai|pplx|tvly)-[A-Za-z0-9-]{20,}")},
        {"stripe", keyPattern("\\b[rs]k_(?:live|test)_[A-Za-z0-9]{10,}|\\bwhsec_[A-Za-z0-9+/=]{20,}")},
        {"npm", keyPattern("\\bnpm_[A-Za-z0-9]{30,}")},
        {"pypi", keyPattern("\\bpypi-AgE[A-Za-z0-9_-]{20,}")},
        {"notion", keyPattern("\\bntn_[A-Za-z0-9]{20,}|\\bsecret_[A-Za-z0-9]{32,}")},
        {"service", keyPattern("\\bdop_v1_[0-9a-f]{40,}|\\bSG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}|\\bshp(?:at|ss|ca|pa)_[0-9a-fA-F]{32}|\\bATATT[A-Za-z0-9_=-]{20,}|\\blin_api_[A-Za-z0-9]{20,}|"
                               "\\bfigd_[A-Za-z0-9_-]{20,}|\\bsntry[su]_[A-Za-z0-9_=+/-]{20,}|\\bpat[A-Za-z0-9]{14}\\.[0-9a-f]{40,}|\\b[0-9]{8,10}:[A-Za-z0-9_-]{35}\\b")},
        {"signed-token", keyPattern("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*")},
        {"bearer", keyPattern("\\b(?:Bearer|Basic) {1,4}((?=[^\\s\"']{0,500}[0-9])[A-Za-z0-9._~+/=-]{16,})", QRegularExpression::CaseInsensitiveOption)},
        {"password", keyPattern("\\b[a-z][a-z0-9+.-]{1,20}://[^\\s/?#:@]{0,200}:([^\\s/?#]{1,500})@", QRegularExpression::CaseInsensitiveOption)},
        {"user", keyPattern("\\b(?:git\\+)?https?://([^\\s/?#:@]{16,500})@", QRegularExpression::CaseInsensitiveOption)}};
    return shapes;
}

struct NamedForm {
    QRegularExpression name;  ///< group 1, and what stands before the value
    QRegularExpression value; ///< group 1: the key itself, up to a reference
};

const QList<NamedForm> &namedForms()
{
    const auto ignoring = [](const char *pattern) { return keyPattern(pattern, QRegularExpression::CaseInsensitiveOption); };
    const QRegularExpression line = ignoring("(?:(?:Bearer|Basic)\\s{1,4})?+((?:(?!\\$\\{)[^\"'\\r\\n])++)");
    static const QList<NamedForm> forms{
        {keyPattern("[?&#]([A-Za-z][A-Za-z0-9_.-]{0,60})="), keyPattern("((?:(?!\\$\\{)[^&#\\s\"'])++)")},                                       // of an address
        {keyPattern("(?:^|[\\s,{(\"'/-])([A-Za-z][A-Za-z0-9_.-]{0,60})="), keyPattern("(?|\"([^\"]++)|'([^']++)|((?:(?!\\$\\{)[^;\\s\"'])++))")}, // of a command
        {keyPattern(";\\s{0,4}([A-Za-z][A-Za-z0-9_.-]{0,60})\\s?=\\s?"), keyPattern("((?:(?!\\$\\{)[^;\"'])++)")},                               // of a connection string
        {keyPattern("(?:^|[\\s\"'])([A-Za-z][A-Za-z0-9_-]{0,60}):\\s{1,4}"), line},                                                              // of a header
        {keyPattern("(?:^/|=[\"']?)([A-Za-z][A-Za-z0-9_-]{0,60}):\\s{0,4}"), line},                                                              // "/key:X", "--header=Cookie:X"
        {keyPattern("\"([A-Za-z][A-Za-z0-9_. -]{0,60})\"\\s{0,4}:\\s{0,4}\""), ignoring("(?:(?:Bearer|Basic) {1,4})?+((?:[^\"\\\\]|\\\\.)++)")}};       // of JSON
    return forms;
}

QString bareName(const QString &name)
{
    QString bare = name.toLower();
    bare.removeIf([](QChar sign) { return !sign.isLetterOrNumber(); });
    return bare;
}

template<typename Words>
bool isAny(const Words &words, const auto &test)
{
    return std::any_of(words.begin(), words.end(), [&test](const char *word) { return test(QLatin1StringView(word)); });
}

/// "token=4096" counts some, "${env:X}", "$X" and "<your key>" stand for one.
bool isNoKey(const QString &name, const QString &value)
{
    static const QRegularExpression standIn(QStringLiteral("^(?:\\$[A-Za-z_]\\w*|%\\w+%|<[^>]*>)$"));
    static const QRegularExpression plain(QStringLiteral("^(?:\\d{1,7}|true|false|null|none|yes|no|on|off)$"), QRegularExpression::CaseInsensitiveOption);
    const bool isPassword = bareName(name).contains(QLatin1String("pass")) || bareName(name) == QLatin1String("pwd");
    return value.trimmed().isEmpty() || value.contains(QLatin1String("${")) || standIn.match(value).hasMatch() || (!isPassword && plain.match(value).hasMatch());
}

void addShapes(const QString &text, QList<KeyPlace> &places)
{
    for (const KeyShape &shape : keyShapes())
        for (auto found = shape.pattern.globalMatch(text); found.hasNext() && static_cast<size_t>(places.size()) < mostKeysInText;) {
            const QRegularExpressionMatch match = found.next();
            const int group = match.hasCaptured(1) ? 1 : 0;
            if (!isNoKey(QStringLiteral("password"), match.captured(group)))
                places.append({match.capturedStart(group), match.capturedLength(group), QString::fromLatin1(shape.name)});
        }
}

void addNamed(const QString &text, qsizetype form, QList<KeyPlace> &places)
{
    const auto &[naming, valued] = namedForms().at(form);
    for (auto found = naming.match(text); found.hasMatch() && static_cast<size_t>(places.size()) < mostKeysInText;) {
        const QString name = found.captured(1);
        qsizetype next = found.capturedEnd();
        const bool isNamed = namesKey(name) || (form == 0 && bareName(name) == QLatin1String("code"));
        const auto value = isNamed ? valued.match(text, next, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption) : QRegularExpressionMatch();
        if (value.hasMatch() && !isNoKey(name, value.captured(1))) {
            places.append({value.capturedStart(1), value.capturedLength(1), name});
            next = value.capturedEnd(1);
        }
        found = naming.match(text, next);
    }
}

/// Places that meet become one, under the first one's name.
QList<KeyPlace> merged(QList<KeyPlace> places)
{
    std::stable_sort(places.begin(), places.end(), [](const KeyPlace &a, const KeyPlace &b) { return a.from < b.from; });
    QList<KeyPlace> made;
    for (const KeyPlace &place : places) {
        if (made.isEmpty() || place.from >= made.last().from + made.last().size)
            made.append(place);
        else
            made.last().size = std::max(made.last().size, place.from + place.size - made.last().from);
    }
    return made;
}

/// "--bearer", whose key is the next argument.
QString keyOption(const QString &argument)
{
    static const QRegularExpression option(QStringLiteral("^(?:--?|/)([A-Za-z][A-Za-z0-9_.-]*)$"));
    const QString name = option.match(argument).captured(1);
    return namesKey(name) ? name : QString();
}

/// What a script computes or does next is no key: whoever agrees to it has to see it.
QList<KeyPlace> plainOnes(const QString &script, const QList<KeyPlace> &places)
{
    static const QRegularExpression plain(QStringLiteral("^[^\\s;|&<>()`\"'$]*"));
    QList<KeyPlace> made;
    for (const KeyPlace &place : places)
        if (const qsizetype size = plain.match(script.mid(place.from, place.size)).capturedLength(); size > 0)
            made.append({place.from, size, place.name});
    return made;
}

QList<KeyPlace> keysOfArgument(const QStringList &arguments, qsizetype index)
{
    const QString &text = arguments.at(index);
    QList<KeyPlace> places = keysInside(text);
    const QString option = index > 0 ? keyOption(arguments.at(index - 1)) : QString();
    if (!option.isEmpty() && !text.startsWith(u'-') && !isNoKey(option, text))
        places.prepend({0, text.size(), option});
    return isProgramText(arguments, index) ? plainOnes(text, places) : places;
}

} // namespace

bool namesKey(const QString &name)
{
    static constexpr std::array inside{"apikey", "token", "secret", "password", "passwd", "passphrase", "credential", "signature", "authorization", "cookie", "bearer", "assertion", "codeverifier", "devicecode",
                                       "accesskey", "accountkey", "privatekey", "primarykey", "secondarykey", "subscriptionkey", "encryptionkey", "signingkey", "licensekey", "instrumentationkey"};
    static constexpr std::array whole{"key", "sig", "sas", "pat", "pass", "pwd", "jwt"};
    static constexpr std::array otherwise{"name", "url", "uri", "endpoint", "file", "path", "type", "env", "var", "issuer", "tokens", "tokenizer"}; // "SharedAccessKeyName" is none
    const QString bare = bareName(name);
    if (isAny(otherwise, [&bare](QLatin1StringView word) { return bare.endsWith(word); }))
        return false;
    return isAny(whole, [&bare](QLatin1StringView word) { return bare == word; }) || isAny(inside, [&bare](QLatin1StringView word) { return bare.contains(word); });
}

bool namesKeyOfPair(const QString &name)
{
    const bool isFolder = name == QLatin1String("PWD") || name == QLatin1String("OLDPWD"); // of the shell
    return !isFolder && (soundsSecret(name) || namesKey(name) || bareName(name).endsWith(QLatin1String("session")));
}

QList<KeyPlace> keysInside(const QString &text)
{
    QList<KeyPlace> places;
    for (qsizetype form = 0; form < namedForms().size(); ++form)
        addNamed(text, form, places);
    addShapes(text, places);
    return merged(places);
}

QList<ArgumentKeys> keysOfArguments(const QStringList &arguments)
{
    const QList<SecretArgument> named = secretArguments(arguments);
    QList<ArgumentKeys> found;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        QList<KeyPlace> places = keysOfArgument(arguments, i);
        for (const SecretArgument &key : named)
            if (key.index == i)
                places.prepend({key.from, key.size, key.name});
        if (!places.isEmpty())
            found.append({i, merged(places)});
    }
    return found;
}

QString withKeysReplaced(const QString &text, const QList<KeyPlace> &places, const std::function<QString(const QString &, const QString &)> &put)
{
    QString made;
    qsizetype at = 0;
    for (const KeyPlace &place : places) {
        made += text.mid(at, place.from - at) + put(place.name, text.mid(place.from, place.size));
        at = place.from + place.size;
    }
    return made + text.mid(at);
}

bool isPlainlyHarmless(const QString &value)
{
    static const QRegularExpression word(QStringLiteral("^(?:[a-z]+|[+-]?\\d+(?:\\.\\d+)?)$"));
    static const QRegularExpression place(QStringLiteral("^(?:~?/|[A-Za-z]:[\\\\/]|[a-z][a-z0-9+.-]{1,20}://)[^=+]*$"));
    return value.size() < 6 || word.match(value).hasMatch() || (place.match(value).hasMatch() && keysInside(value).isEmpty());
}

} // namespace qd
