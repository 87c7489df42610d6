#include "mcp/launchconsent.h"
#include "mcp/scantext.h"

#include <QRegularExpression>

#include <algorithm>

namespace qd::launch {

namespace {

struct LineRule {
    QRegularExpression pattern;
    QString sentence;
};

LineRule lineRule(const char *pattern, const char *sentence) { return {QRegularExpression(QLatin1String(pattern)), QLatin1String(sentence)}; }

/// Over the whole line with one blank between words.
const QList<LineRule> &lineRules()
{
    static const QList<LineRule> rules{
        lineRule("(^|[/\\s])(sudo|doas|pkexec|su)(\\s|$)", "It asks for more rights than yours."),
        lineRule("\\brm\\s+(-\\w+\\s+)*-(\\w*[rf]|-recursive|-force)", "It deletes files."),
        lineRule("\\b(curl|wget)\\b.*\\|\\s*(sudo\\s+)?(\\S*/)?(\\w*sh|python[\\d.]*|node|perl|ruby)\\b|\\w*sh\\b.*(<\\(|\\$\\(|`)\\s*(curl|wget)\\b", "It runs a program that it downloads."),
        lineRule("(^|[/\\s~'\"=:,])\\.(ssh|gnupg|aws|azure|kube|netrc|docker|password-store|git-credentials)\\b|\\.config/(gcloud|gh)\\b|\\bid_(rsa|ed25519|ecdsa|dsa)\\b", "It names a folder with keys."),
        lineRule("(^|[/\\s])(ba|z|da|k|fi)?sh\\s+(-\\S+\\s+)*-\\w*c\\b", "It runs a shell script given as text."),
        lineRule("(^|[/\\s])((python|pypy)[\\d.]*\\s+(-\\S+\\s+)*-\\w*c|(node|nodejs|bun|deno)\\s+(-\\S+\\s+)*(-[ep]\\w*|--eval|--print|eval)|perl\\s+(-\\S+\\s+)*-\\w*[eE]|ruby\\s+(-\\S+\\s+)*-\\w*e|php\\s+(-\\S+\\s+)*-r)\\b",
                 "It runs a program given as text."),
        lineRule("(^|[/\\s])(npx|uvx|pipx|bunx)(\\s|$)", "It fetches the newest version of a package each time it starts."),
        lineRule("(^|[/\\s])(docker|podman|nerdctl)\\s.*\\s(--privileged(?!=false)|--cap-add|--(pid|userns|ipc)[= ]host|--security-opt)\\b", "Its container has more rights on this machine than a container should have."),
        lineRule("(^|[/\\s])(docker|podman|nerdctl)\\s.*\\s(-\\w*v|--volume|--mount)[= ]?(\\S*,)?((src|source)=)?/(:|,|\\s|$)", "Its container can reach all files of this machine."),
        lineRule("(docker|podman|containerd)\\.sock\\b", "It can start containers with all rights on this machine.")};
    return rules;
}

/// Variables that change what a program is, whatever the command says.
const QList<LineRule> &variableRules()
{
    static const QList<LineRule> rules{
        lineRule("^(LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES)$", "%1 loads other code into the program."),
        lineRule("^(LD_LIBRARY_PATH|DYLD_\\w+)$", "%1 says where its libraries come from."),
        lineRule("^PATH$", "%1 says which programs are meant by their names."),
        lineRule("^(NODE_OPTIONS|PYTHONSTARTUP|PYTHONHOME|PERL5OPT|RUBYOPT|_?JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|BUN_OPTIONS)$", "%1 can load other code into the program."),
        lineRule("^(PYTHONPATH|NODE_PATH|PERL5LIB|RUBYLIB|CLASSPATH)$", "%1 says where its modules come from."),
        lineRule("^(BASH_ENV|ENV|ZDOTDIR|PROMPT_COMMAND)$", "%1 names a script that shells run first."),
        lineRule("^(GIT_SSH|GIT_SSH_COMMAND|GIT_EXTERNAL_DIFF|EDITOR|PAGER)$", "%1 names another program that it runs."),
        lineRule("^NODE_TLS_REJECT_UNAUTHORIZED$", "%1 can turn the check of certificates off.")};
    return rules;
}

/// Those of the environment, and those that the line sets itself: "env LD_PRELOAD=x node".
QStringList variableNames(const McpServerConfig &config, const QString &line)
{
    static const QRegularExpression set(QStringLiteral("(?:^|[\\s;'\"])([A-Z_][A-Z0-9_]*)="));
    QStringList names;
    for (const auto &[name, value] : config.environment)
        names << name;
    for (auto matches = set.globalMatch(line); matches.hasNext();)
        names << matches.next().captured(1);
    names.removeDuplicates();
    return names;
}

QStringList textWarnings(const QStringList &words)
{
    const auto has = [&words](auto isMeant) {
        return std::ranges::any_of(words, [&](const QString &word) { return std::ranges::any_of(word.toUcs4(), isMeant); });
    };
    QStringList found;
    if (has([](uint c) { return c == u'\n' || c == u'\r' || c == 0x85 || c == 0x2028 || c == 0x2029; }))
        found << QStringLiteral("An argument has several lines.");
    if (has([](uint c) { return c != u'\n' && c != u'\r' && c != u'\t' && scan::isUnseen(c); }))
        found << QStringLiteral("It has characters that people do not see.");
    if (std::ranges::any_of(words, [](const QString &word) { return !scan::mixedWords(word).isEmpty(); }))
        found << QStringLiteral("It has letters that look like others.");
    return found;
}

QString folderWarning(const QString &folder)
{
    static const QRegularExpression keys(QStringLiteral("(^|/)(\\.(ssh|aws|gnupg|kube|azure|docker|password-store|mozilla|thunderbird)|\\.config/(gcloud|gh)|\\.local/share/keyrings|etc|root)(/|$)"));
    return keys.match(folder).hasMatch() ? QStringLiteral("It starts in a folder with keys or settings of this machine.") : QString();
}

} // namespace

QStringList warnings(const McpServerConfig &config)
{
    const QStringList words = QStringList{config.command} + config.arguments;
    QStringList found = textWarnings(words + QStringList{config.workingFolder});
    const QString line = words.join(u' ').simplified();
    for (const LineRule &rule : lineRules())
        if (rule.pattern.match(line).hasMatch())
            found << rule.sentence;
    for (const QString &name : variableNames(config, line))
        for (const LineRule &rule : variableRules())
            if (rule.pattern.match(name).hasMatch())
                found << rule.sentence.arg(name);
    if (const QString folder = folderWarning(config.workingFolder); !folder.isEmpty())
        found << folder;
    return found;
}

} // namespace qd::launch
