// deckctl: the console's engine without a window.
#include "cliapplication.h"
#include "dataresources.h"
#include "log.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("deckctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(QD_VERSION));
    qd::log::bridgeQtMessages();
    qd::initDataResources();

    QFile in;
    QFile out;
    QFile err;
    if (!in.open(stdin, QIODevice::ReadOnly) || !out.open(stdout, QIODevice::WriteOnly) || !err.open(stderr, QIODevice::WriteOnly))
        return static_cast<int>(qd::ExitCode::Usage);
    const qd::CliStreams streams{in, out, err};
    const qd::SystemClock clock;
    qd::CliApplication cli(streams, clock);
    QObject::connect(&cli, &qd::CliApplication::finished, &application, &QCoreApplication::exit);
    cli.run(QCoreApplication::arguments().mid(1));
    return QCoreApplication::exec();
}
