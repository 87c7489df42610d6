#include "layerscan.h"
#include "testmain.h"

#include <QObject>

using qd::test::LayerScan;

class TestIncludes : public QObject
{
    Q_OBJECT

private:
    LayerScan m_scan{QStringLiteral(QD_SOURCE_DIR)};

private slots:
    void init() { qd::test::failOnWarnings(); }

    void treeKeepsItsLayers()
    {
        QVERIFY(m_scan.fileCount() > 20);
        const QStringList findings = m_scan.checkAll();
        QVERIFY2(findings.isEmpty(), qPrintable(findings.join(QLatin1Char('\n'))));
    }

    void forbiddenLinesAreFound_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("findings");
        const auto row = [](const char *name, const char *path, const char *text, int count) {
            QTest::newRow(name) << QString::fromLatin1(path) << QString::fromLatin1(text) << count;
        };
        row("view sees a connector", "views/overview/x.cpp", "#include \"http/call.h\"\n", 1);
        row("view sees the models", "views/overview/x.cpp", "#include \"slotilemodel.h\"\n", 0);
        row("core sees the store", "models/core/x.cpp", "#include \"slostore.h\"\n", 1);
        row("store sees an item model", "models/store/x.cpp", "#include \"slotilemodel.h\"\n", 1);
        row("lab sees a connector", "app/lab/x.cpp", "#include \"localfiles/localfiles.h\"\n", 1);
        row("connector sees core", "connectors/http/x.cpp", "#include \"result.h\"\n", 0);
        row("JSON in a controller", "app/control/x.cpp", "#include <nlohmann/json.hpp>\n", 1);
        row("JSON in a codec", "connectors/azuremonitor/x.cpp", "#include <nlohmann/json.hpp>\n", 0);
        row("network in a view", "views/x.cpp", "#include <QNetworkReply>\n", 1);
        row("umbrella", "views/x.cpp", "#include <QtWidgets>\n", 1);
        row("nested loop", "app/control/x.cpp", "QCoreApplication::processEvents();\n", 1);
        row("reset", "models/items/x.cpp", "beginResetModel();\n", 1);
        row("unknown folder", "plugins/x.cpp", "\n", 1);
    }

    void forbiddenLinesAreFound()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(int, findings);
        const QStringList found = m_scan.check(path, text);
        QVERIFY2(found.size() == findings, qPrintable(found.join(QLatin1Char('\n'))));
    }

    void longFileIsFound()
    {
        QCOMPARE(m_scan.check(QStringLiteral("views/x.cpp"), QString(600, QLatin1Char('\n'))).size(), 0);
        QCOMPARE(m_scan.check(QStringLiteral("views/x.cpp"), QString(601, QLatin1Char('\n'))).size(), 1);
    }
};

QD_TEST_MAIN(QCoreApplication, TestIncludes)
#include "tst_includes.moc"
