import { MongoClient } from 'mongodb';
