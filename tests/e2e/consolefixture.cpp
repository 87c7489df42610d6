#include "consolefixture.h"

#include <QApplication>
#include <QPixmap>

#include <csignal>

namespace qd::test {

ConsoleOptions quickOptions(const QString &scenario)
{
    if (!qEnvironmentVariableIsSet("QD_DECKLAB"))
        qputenv("QD_DECKLAB", QD_BINARY_DIR "/bin/decklab");
    ConsoleOptions options;
    options.lab = scenario;
    options.labArguments = QStringList{QStringLiteral("--history=48"), QStringLiteral("--no-throttle")};
    options.theme = QStringLiteral("dark");
    options.interval = std::chrono::milliseconds(200);
    options.size = QSize(1440, 860);
    return options;
}

ConsoleFixture::ConsoleFixture(const ConsoleOptions &options)
    : m_app(std::make_unique<Application>(*qobject_cast<QApplication *>(QCoreApplication::instance()), options))
{
    m_app->start();
}

ConsoleFixture::~ConsoleFixture() = default;

const SloTile &ConsoleFixture::tile(const char *id) const
{
    static const SloTile none;
    const SloTile *found = m_app->workspace().tiles.tile(SloId(QLatin1StringView(id)));
    return found ? *found : none;
}

bool ConsoleFixture::hasNumbers() const
{
    return tile("task-success").value.has_value() && tile("gateway-availability").value.has_value();
}

void ConsoleFixture::killLab() const
{
    const auto &info = m_app->lab()->info();
    if (info && info->processId > 0)
        ::kill(static_cast<pid_t>(info->processId), SIGKILL);
}

bool ConsoleFixture::trigger(const char *command) const
{
    return m_app->workspace().commands.trigger(CommandId(QLatin1StringView(command)));
}

void keepPicture(const char *name, QWidget &widget)
{
    if (const QString folder = qEnvironmentVariable("QD_PICTURES"); !folder.isEmpty())
        widget.grab().save(folder + u'/' + QLatin1StringView(name) + QStringLiteral(".png"));
}

} // namespace qd::test
