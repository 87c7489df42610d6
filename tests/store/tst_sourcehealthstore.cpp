#include "manualclock.h"
#include "sourcehealthstore.h"
#include "testmain.h"

#include <QSignalSpy>

using qd::SourceHealth;
using qd::SourceHealthStore;
using qd::SourceState;

class TestSourceHealthStore : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void addsChangesAndRemoves()
    {
        SourceHealthStore store;
        const QSignalSpy added(&store, &SourceHealthStore::sourceAdded);
        const QSignalSpy changed(&store, &SourceHealthStore::sourceChanged);
        const QSignalSpy removed(&store, &SourceHealthStore::sourceRemoved);
        store.apply({.name = QStringLiteral("lab")});
        store.apply({.name = QStringLiteral("cloud")});
        store.apply({.name = QStringLiteral("lab")});
        QCOMPARE(added.size(), 2);
        QCOMPARE(changed.size(), 0);
        store.apply({.name = QStringLiteral("cloud"), .state = SourceState::Throttled});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(1).toLongLong(), 1);
        QCOMPARE(store.source(QStringLiteral("cloud"))->state, SourceState::Throttled);
        store.remove(QStringLiteral("lab"));
        store.remove(QStringLiteral("lab"));
        QCOMPARE(removed.size(), 1);
        QCOMPARE(store.names(), QStringList{QStringLiteral("cloud")});
        QCOMPARE(store.sources().size(), 1);
    }

    void isBounded()
    {
        SourceHealthStore store;
        for (int i = 0; i < SourceHealthStore::maxSources + 5; ++i)
            store.apply({.name = QString::number(i)});
        QCOMPARE(store.size(), SourceHealthStore::maxSources);
        store.apply({.name = QStringLiteral("7"), .state = SourceState::Ok});
        QCOMPARE(store.source(QStringLiteral("7"))->state, SourceState::Ok);
    }

    void everyStateHasItsOwnWord()
    {
        QSet<QString> words;
        for (const SourceState state : {SourceState::Connecting, SourceState::Ok, SourceState::SignInNeeded, SourceState::Throttled,
                                        SourceState::Unreachable, SourceState::Denied, SourceState::Error})
            words.insert(qd::sourceStateName(state));
        QCOMPARE(words.size(), 7);
    }
};

QD_TEST_MAIN(QCoreApplication, TestSourceHealthStore)
#include "tst_sourcehealthstore.moc"
